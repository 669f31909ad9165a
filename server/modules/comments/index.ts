export { comment, type Comment } from './comment.ts'
export { comments } from './module.ts'
