package runtime

import "github.com/golem-gen/golem-gen/runtime/wire"

// Text is unstructured text, a parameter or a result of agents: the text itself, with or
// without its language, or the URL where it is. The zero value is an empty text. See
// [InlineText] and [TextURL].
type Text = wire.Text

// Binary is unstructured binary data, a parameter or a result of agents: the bytes
// themselves with their type, or the URL where they are. The zero value cannot be sent,
// since it has no type. See [InlineBinary] and [BinaryURL].
type Binary = wire.Binary

// InlineText returns a text and the code of its language, "fr"; "" is for none.
func InlineText(text, language string) Text { return Text{Data: text, Language: language} }

// TextURL returns a text by its URL, which the agent reads.
func TextURL(url string) Text { return Text{URL: url, Remote: true} }

// InlineBinary returns data of a MIME type, "image/png".
func InlineBinary(data []byte, mimeType string) Binary { return Binary{Data: data, Type: mimeType} }

// BinaryURL returns data by its URL, which the agent reads.
func BinaryURL(url string) Binary { return Binary{URL: url, Remote: true} }
