package runtime

import "github.com/golem-gen/golem-gen/runtime/wire"

// Text is unstructured text, which agents take and return: either the text itself and optionally
// its language, or a URL. The zero value is an empty text. See [InlineText] and [TextURL].
type Text = wire.Text

// Binary is unstructured binary data, which agents take and return: either the bytes and their
// MIME type, or a URL. The zero value has no type and cannot be sent. See [InlineBinary] and
// [BinaryURL].
type Binary = wire.Binary

// InlineText returns a text in a language, given by its code such as "fr", or by "" if it is
// unknown.
func InlineText(text, language string) Text { return Text{Data: text, Language: language} }

// TextURL returns a text that the agent reads from a URL.
func TextURL(url string) Text { return Text{URL: url, Remote: true} }

// InlineBinary returns data of a MIME type such as "image/png".
func InlineBinary(data []byte, mimeType string) Binary { return Binary{Data: data, Type: mimeType} }

// BinaryURL returns data that the agent reads from a URL.
func BinaryURL(url string) Binary { return Binary{URL: url, Remote: true} }
