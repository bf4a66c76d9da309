package wire_test

import "github.com/golem-gen/golem-gen/runtime/wire"

// The types and codecs here are in the form of generated code, so the figures are those of
// generated clients.
//

type productItem struct {
	ProductID string  `json:"product-id"`
	Name      string  `json:"name"`
	Price     float32 `json:"price"`
	Quantity  uint32  `json:"quantity"`
}

const typeProductItem = `{"fields":[{"name":"product-id","typ":{"type":"Str"}},{"name":"name","typ":{"type":"Str"}},{"name":"price","typ":{"type":"F32"}},{"name":"quantity","typ":{"type":"U32"}}],"type":"Record"}`

func appendProductItem(b []byte, e *wire.Encoder, v *productItem) []byte {
	b = append(b, `{"name":`...)
	b = wire.AppendString(b, e, &v.Name)
	b = append(b, `,"price":`...)
	b = wire.AppendFloat32(b, e, &v.Price)
	b = append(b, `,"product-id":`...)
	b = wire.AppendString(b, e, &v.ProductID)
	b = append(b, `,"quantity":`...)
	b = wire.AppendUint32(b, e, &v.Quantity)
	return append(b, '}')
}

var shapeProductItem = wire.NewShape("product-id", "name", "price", "quantity")

func decodeProductItem(d *wire.Decoder, at int, v *productItem) int {
	var i, next int
	for {
		switch i, at, next = shapeProductItem.Next(d, at, next); i {
		case 0:
			at = wire.DecodeString(d, at, &v.ProductID)
		case 1:
			at = wire.DecodeString(d, at, &v.Name)
		case 2:
			at = wire.DecodeFloat32(d, at, &v.Price)
		case 3:
			at = wire.DecodeUint32(d, at, &v.Quantity)
		default:
			return at
		}
	}
}

type order struct {
	OrderID   string        `json:"order-id"`
	Items     []productItem `json:"items"`
	Total     float32       `json:"total"`
	Timestamp uint64        `json:"timestamp"`
}

const typeOrder = `{"fields":[{"name":"order-id","typ":{"type":"Str"}},{"name":"items","typ":{"inner":` + typeProductItem + `,"type":"List"}},{"name":"total","typ":{"type":"F32"}},{"name":"timestamp","typ":{"type":"U64"}}],"type":"Record"}`

func appendProductItems(b []byte, e *wire.Encoder, v *[]productItem) []byte {
	return wire.AppendList(b, e, v, appendProductItem)
}

func decodeProductItems(d *wire.Decoder, at int, v *[]productItem) int {
	return wire.DecodeList(d, at, v, decodeProductItem)
}

func appendOrder(b []byte, e *wire.Encoder, v *order) []byte {
	b = append(b, `{"items":`...)
	b = appendProductItems(b, e, &v.Items)
	b = append(b, `,"order-id":`...)
	b = wire.AppendString(b, e, &v.OrderID)
	b = append(b, `,"timestamp":`...)
	b = wire.AppendUint64(b, e, &v.Timestamp)
	b = append(b, `,"total":`...)
	b = wire.AppendFloat32(b, e, &v.Total)
	return append(b, '}')
}

var shapeOrder = wire.NewShape("order-id", "items", "total", "timestamp")

func decodeOrder(d *wire.Decoder, at int, v *order) int {
	var i, next int
	for {
		switch i, at, next = shapeOrder.Next(d, at, next); i {
		case 0:
			at = wire.DecodeString(d, at, &v.OrderID)
		case 1:
			at = decodeProductItems(d, at, &v.Items)
		case 2:
			at = wire.DecodeFloat32(d, at, &v.Total)
		case 3:
			at = wire.DecodeUint64(d, at, &v.Timestamp)
		default:
			return at
		}
	}
}

func appendOrders(b []byte, e *wire.Encoder, v *[]order) []byte {
	return wire.AppendList(b, e, v, appendOrder)
}

func decodeOrders(d *wire.Decoder, at int, v *[]order) int {
	return wire.DecodeList(d, at, v, decodeOrder)
}
