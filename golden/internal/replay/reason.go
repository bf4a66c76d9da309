package replay

// Reasons why no program with a generated client can send a request.
const (
	NameIsFixed = "the function's name is a constant of the client"
	BodyIsFixed = "the client writes the body: its form, and the types and the number of the parameters"
)
