package wire

// The types that have no parts, as JSON in the form in which servers write them.
// Generated code describes parameters and results with them; types with parts it
// spells out itself. All are compared byte by byte before anything else, so that a
// space or another order of keys would cost every answer.
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
