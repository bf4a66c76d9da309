package golemtest

import (
	"fmt"
	"slices"
)

type money struct {
	Currency   string `json:"currency"`
	MinorUnits int64  `json:"minor-units"`
}

type item struct {
	ProductID       string   `json:"product-id"`
	Name            string   `json:"name"`
	Price           money    `json:"price"`
	Quantity        uint32   `json:"quantity"`
	DiscountPercent *float32 `json:"discount-percent"`
	Tags            []string `json:"tags"`
}

func shopHandler(string) Handler {
	items := []item{}
	orders := 0
	total := func() *money {
		if len(items) == 0 {
			return nil
		}
		sum := money{Currency: items[0].Price.Currency}
		for _, i := range items {
			sum.MinorUnits += i.Price.MinorUnits * int64(i.Quantity)
		}
		return &sum
	}
	t := table{
		"health":   func(*Invocation) any { return "ok" },
		"ping":     func(*Invocation) any { return nil },
		"contents": func(*Invocation) any { return items },
		"total":    func(*Invocation) any { return total() },
		"add-item": func(call *Invocation) any { items = append(items, read[item](call, 0)); return nil },
		"remove-item": func(call *Invocation) any {
			id := read[string](call, 0)
			i := slices.IndexFunc(items, func(i item) bool { return i.ProductID == id })
			if i < 0 {
				return fail("no such item: " + id)
			}
			removed := items[i].Quantity
			items = slices.Delete(items, i, i+1)
			return ok(removed)
		},
		"checkout": func(call *Invocation) any {
			payment := read[object](call, 1)
			if len(items) == 0 {
				return fail(object{"empty-cart": nil})
			}
			if card, isCard := payment["card"].([]any); isCard && card[0] == "0000" {
				return fail(object{"payment-declined": "card 0000 was declined"})
			}
			for _, i := range items {
				if i.Quantity > 1000 {
					return fail(object{"out-of-stock": []item{i}})
				}
			}
			orders++
			order := object{
				"order-id": fmt.Sprintf("order-%d", orders), "total": total(), "delivery": call.Parameters[0],
				"gift": call.Parameters[2], "placed-at": uint64(1732320000000),
			}
			items = []item{}
			return ok(order)
		},
	}
	addLedger(t)
	return t
}

// ledger is a resource of the shop's inventory.
type ledger struct {
	name     string
	capacity uint64
	levels   []*ledgerLevel
}

type ledgerLevel struct {
	Sku      string `json:"sku"`
	OnHand   uint64 `json:"on-hand"`
	Reserved uint64 `json:"reserved"`
}

func (l *ledger) sum() (n uint64) {
	for _, level := range l.levels {
		n += level.OnHand
	}
	return n
}

func (l *ledger) level(sku string) *ledgerLevel {
	for _, level := range l.levels {
		if level.Sku == sku {
			return level
		}
	}
	return nil
}

func (l *ledger) add(sku string, count uint64) uint64 {
	level := l.level(sku)
	if level == nil {
		level = &ledgerLevel{Sku: sku}
		l.levels = append(l.levels, level)
	}
	level.OnHand += count
	return level.OnHand
}

func objectOf[T any](call *Invocation, text string) T {
	v, err := call.Object(text)
	if err != nil {
		panic(err)
	}
	return v.(T)
}

func addLedger(t table) {
	t["ledger.new"] = func(call *Invocation) any {
		return call.NewHandle(&ledger{name: read[string](call, 0), capacity: read[uint64](call, 1)})
	}
	t["open"] = func(call *Invocation) any {
		return call.NewHandle(&ledger{name: read[string](call, 0), capacity: 1000})
	}
	t["ledger.receive"] = func(call *Invocation) any {
		l := call.Self.(*ledger)
		count := read[uint64](call, 1)
		if l.sum()+count > l.capacity {
			return fail("insufficient")
		}
		return ok(l.add(read[string](call, 0), count))
	}
	t["ledger.reserve"] = func(call *Invocation) any {
		level := call.Self.(*ledger).level(read[string](call, 0))
		if level == nil {
			return fail("unknown-sku")
		}
		level.Reserved += read[uint64](call, 1)
		return ok(nil)
	}
	t["ledger.levels"] = func(call *Invocation) any { return append([]*ledgerLevel{}, call.Self.(*ledger).levels...) }
	t["ledger.warehouse"] = func(call *Invocation) any { return call.Self.(*ledger).name }
	t["ledger.merge"] = func(call *Invocation) any {
		merged := &ledger{name: read[string](call, 2), capacity: 1000}
		for i := range 2 {
			for _, level := range objectOf[*ledger](call, read[string](call, i)).levels {
				merged.add(level.Sku, level.OnHand)
			}
		}
		return call.NewHandle(merged)
	}
	t["total-on-hand"] = func(call *Invocation) any {
		var sum uint64
		for _, text := range read[[]string](call, 0) {
			sum += objectOf[*ledger](call, text).sum()
		}
		return sum
	}
}
