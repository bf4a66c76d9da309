package replay

// Reasons why no program with a generated client can send a request.
const (
	NameIsFixed    = "the function's name is a constant of the client"
	BodyIsFixed    = "the client writes the body: its form, and the number and the types of the parameters"
	RequestIsFixed = "the client writes method, query and headers"
	TypesAreFixed  = "the client sends types to servers before 1.1.17 and those of unknown version, and none to others"
)
