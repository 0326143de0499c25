// The files of the documentation, as its page is mounted beside this.
export { GET } from '../route'
