package wire

// The types without parts, as JSON in the form that servers write. Generated code uses them
// for parameters and results, and spells out types with parts. Types are first compared
// byte by byte, so another form would make every comparison slow.
const (
	TypeBool    = `{"type":"Bool"}`
	TypeInt8    = `{"type":"S8"}`
	TypeUint8   = `{"type":"U8"}`
	TypeInt16   = `{"type":"S16"}`
	TypeUint16  = `{"type":"U16"}`
	TypeInt32   = `{"type":"S32"}`
	TypeUint32  = `{"type":"U32"}`
	TypeInt64   = `{"type":"S64"}`
	TypeUint64  = `{"type":"U64"}`
	TypeFloat32 = `{"type":"F32"}`
	TypeFloat64 = `{"type":"F64"}`
	TypeChar    = `{"type":"Chr"}`
	TypeString  = `{"type":"Str"}`
)
