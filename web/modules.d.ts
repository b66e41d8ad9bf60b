declare module 'virtual:tokens.css'
declare module 'virtual:messages/*' {
  const messages: Record<string, string>
  export default messages
}
