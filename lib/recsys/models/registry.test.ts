// The registry: names are unique, and an unknown one is answered with those there are.
import { expect, test } from 'vitest'
import { findModel, models, requireModel } from './registry'

test('no two models share a name, and each has words for viewers', () => {
  expect(new Set(models.map((model) => model.name)).size).toBe(models.length)
  for (const model of models) {
    expect(model.label).not.toBe('')
    expect(model.description).toMatch(/\.$/)
  }
})

test('a model is found by its name', () => {
  expect(requireModel('user-knn').name).toBe('user-knn')
  expect(findModel('content')?.reads).toContain('texts')
})

test('an unknown name is null to those who ask, and a sentence to those who insist', () => {
  expect(findModel('oracle')).toBeNull()
  expect(() => requireModel('oracle')).toThrow(
    `There is no method called "oracle". Choose one of: ${models.map((model) => model.name).join(', ')}.`,
  )
})
