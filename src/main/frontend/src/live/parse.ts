/** One message of an event stream; a comment has neither name nor data, but may carry an id. */
export interface Message {
  event: string
  data: string
  id: string | undefined
}

/**
 * Cuts a stream of text into messages (WHATWG HTML, server-sent events), whatever the pieces it
 * arrives in. Every block is told, comments too: they show that the stream lives.
 */
export function messages(tell: (message: Message) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    rest += text
    for (;;) {
      const end = rest.indexOf('\n\n')
      if (end < 0) return
      tell(block(rest.slice(0, end)))
      rest = rest.slice(end + 2)
    }
  }
}

function block(text: string): Message {
  const message: Message = { event: 'message', data: '', id: undefined }
  const data: string[] = []
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') message.event = value
    else if (field === 'id') message.id = value
  }
  message.data = data.join('\n')
  return message
}
