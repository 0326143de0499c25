// Tells posters which image host they may load from; without one, all of them are typographic.
'use client'
import { createContext, useContext } from 'react'

const PosterBase = createContext<string | null>(null)

export const PosterBaseProvider = PosterBase.Provider
export const usePosterBase = () => useContext(PosterBase)
