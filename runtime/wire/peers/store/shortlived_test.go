package store

import (
	goruntime "runtime"
	"strconv"
	"testing"

	"github.com/golem-gen/golem-gen/runtime"
)

// shortLived are the kinds of workers and agents that are called once each.
var shortLived = []struct {
	name string
	situation
}{
	{"1.1-workers", situations[0]},
	{"1.2-workers", situations[2]},
	{"1.5-agents", situations[4]},
}

// BenchmarkShortLived makes one call to each of many workers or agents, one after the
// other. It reports the time of one call, and the memory in use at the end.
func BenchmarkShortLived(b *testing.B) {
	for _, many := range growing {
		if testing.Short() && many > 1e4 {
			continue
		}
		for _, s := range shortLived {
			r := record(b, s.situation)
			b.Run(strconv.Itoa(many)+"/"+s.name, func(b *testing.B) {
				b.ReportAllocs()
				var heap float64
				for b.Loop() {
					client := connect(b, inProcess, s.situation, r)
					if err := callMany(s.situation, client, many); err != nil {
						b.Fatal(err)
					}
					heap = heapInUse(client)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*many), "ns/op")
				b.ReportMetric(heap, "heap-KiB")
			})
		}
	}
}

// growing has the numbers of workers or agents.
var growing = []int{1e3, 1e4, 1e5, 1e6}

func callMany(s situation, client *runtime.Client, many int) error {
	for n := range many {
		if err := firstCall(s, client, "short-lived-"+strconv.Itoa(n)); err != nil {
			return err
		}
	}
	return nil
}

// heapInUse returns the size of reachable memory in KiB while client is in use.
func heapInUse(client *runtime.Client) float64 {
	var m goruntime.MemStats
	goruntime.GC()
	goruntime.GC()
	goruntime.ReadMemStats(&m)
	goruntime.KeepAlive(client)
	return float64(m.HeapAlloc) / 1024
}

// TestShortLived checks that the memory of a client does not grow with the number of
// workers and agents.
func TestShortLived(t *testing.T) {
	const many = 1 << 16 // the client's tables are full after one round
	for _, s := range shortLived {
		r := record(t, s.situation)
		client := connect(t, inProcess, s.situation, r)
		if err := callMany(s.situation, client, many); err != nil {
			t.Fatal(err)
		}
		before := heapInUse(client)
		if err := callMany(s.situation, client, many); err != nil {
			t.Fatal(err)
		}
		if after := heapInUse(client); after > before+1024 {
			t.Errorf("%s: the heap grew from %.0f to %.0f KiB", s.name, before, after)
		}
	}
}
