package runtime_test

import (
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/stub"
	"github.com/golem-gen/golem-gen/runtime/wire"
)

const (
	typeCurrency    = `{"cases":["eur","usd","gbp"],"type":"Enum"}`
	typeMoney       = `{"fields":[{"name":"currency","typ":` + typeCurrency + `},{"name":"minor-units","typ":{"type":"S64"}}],"type":"Record"}`
	typeProductItem = `{"fields":[{"name":"product-id","typ":{"type":"Str"}},{"name":"name","typ":{"type":"Str"}},{"name":"price","typ":` +
		typeMoney + `},{"name":"quantity","typ":{"type":"U32"}},{"name":"discount-percent","typ":{"inner":{"type":"F32"},"type":"Option"}}],"type":"Record"}`
	typeStr         = `{"type":"Str"}`
	typeU32         = `{"type":"U32"}`
	typeU64         = `{"type":"U64"}`
	typeLedgerOwn   = `{"mode":"Owned","resource_id":0,"type":"Handle"}`
	typeLedger      = `{"mode":"Borrowed","resource_id":0,"type":"Handle"}`
	typeLedgerError = `{"cases":["unknown-sku","insufficient"],"type":"Enum"}`
	typeLevels      = `{"inner":{"fields":[{"name":"sku","typ":{"type":"Str"}},{"name":"on-hand","typ":{"type":"U64"}},{"name":"reserved","typ":{"type":"U64"}}],"type":"Record"},"type":"List"}`
	cartInterface   = "acme:shop/cart@1.4.0"
	stockInterface  = "acme:shop/inventory@1.4.0"
)

type money struct {
	Currency   currency
	MinorUnits int64
}

type productItem struct {
	ProductID, Name string
	Price           money
	Quantity        uint32
	DiscountPercent runtime.Option[float32]
}

type currency uint8

const (
	currencyEUR currency = iota + 1
	currencyUSD
)

type ledgerError uint8

type level struct {
	SKU              string
	OnHand, Reserved uint64
}

func appendCurrency(b []byte, e *wire.Encoder, v *currency) []byte {
	return wire.AppendEnum(b, e, currencyNames, uint64(*v))
}

func decodeCurrency(d *wire.Decoder, at int, v *currency) int {
	x, at := wire.DecodeEnum(d, at, currencyNames)
	*v = currency(x)
	return at
}

func decodeLedgerError(d *wire.Decoder, at int, v *ledgerError) int {
	x, at := wire.DecodeEnum(d, at, ledgerErrorNames)
	*v = ledgerError(x)
	return at
}

func appendMoney(b []byte, e *wire.Encoder, v *money) []byte {
	b = append(b, `{"currency":`...)
	b = appendCurrency(b, e, &v.Currency)
	b = append(b, `,"minor-units":`...)
	b = wire.AppendInt64(b, e, &v.MinorUnits)
	return append(b, '}')
}

func decodeMoney(d *wire.Decoder, at int, v *money) int {
	var i, next int
	for {
		switch i, at, next = moneyShape.Next(d, at, next); i {
		case 0:
			at = decodeCurrency(d, at, &v.Currency)
		case 1:
			at = wire.DecodeInt64(d, at, &v.MinorUnits)
		default:
			return at
		}
	}
}

func appendProductItem(b []byte, e *wire.Encoder, v *productItem) []byte {
	b = append(b, `{"product-id":`...)
	b = wire.AppendString(b, e, &v.ProductID)
	b = append(b, `,"name":`...)
	b = wire.AppendString(b, e, &v.Name)
	b = append(b, `,"price":`...)
	b = appendMoney(b, e, &v.Price)
	b = append(b, `,"quantity":`...)
	b = wire.AppendUint32(b, e, &v.Quantity)
	b = append(b, `,"discount-percent":`...)
	b = stub.AppendOption(b, e, &v.DiscountPercent, wire.AppendFloat32)
	return append(b, '}')
}

func decodeProductItem(d *wire.Decoder, at int, v *productItem) int {
	var i, next int
	for {
		switch i, at, next = productItemShape.Next(d, at, next); i {
		case 0:
			at = wire.DecodeString(d, at, &v.ProductID)
		case 1:
			at = wire.DecodeString(d, at, &v.Name)
		case 2:
			at = decodeMoney(d, at, &v.Price)
		case 3:
			at = wire.DecodeUint32(d, at, &v.Quantity)
		case 4:
			at = stub.DecodeOption(d, at, &v.DiscountPercent, wire.DecodeFloat32)
		default:
			return at
		}
	}
}

func decodeLevel(d *wire.Decoder, at int, v *level) int {
	var i, next int
	for {
		switch i, at, next = levelShape.Next(d, at, next); i {
		case 0:
			at = wire.DecodeString(d, at, &v.SKU)
		case 1:
			at = wire.DecodeUint64(d, at, &v.OnHand)
		case 2:
			at = wire.DecodeUint64(d, at, &v.Reserved)
		default:
			return at
		}
	}
}

func decodeItems(d *wire.Decoder, at int, v *[]productItem) int {
	return wire.DecodeList(d, at, v, decodeProductItem)
}

func decodeLevels(d *wire.Decoder, at int, v *[]level) int {
	return wire.DecodeList(d, at, v, decodeLevel)
}

func decodeTotal(d *wire.Decoder, at int, v *runtime.Option[money]) int {
	return stub.DecodeOption(d, at, v, decodeMoney)
}

func decodeLedger(d *wire.Decoder, at int, v *stub.Handle) int {
	x, at := stub.DecodeHandle(d, at, &ledgerResource)
	*v = x
	return at
}

func appendLedger(b []byte, e *wire.Encoder, v *stub.Handle) []byte {
	return stub.AppendHandle(b, e, *v, &ledgerResource, false)
}

func appendOwnLedger(b []byte, e *wire.Encoder, v *stub.Handle) []byte {
	return stub.AppendHandle(b, e, *v, &ledgerResource, true)
}
