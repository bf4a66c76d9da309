package runtime

import (
	"strconv"
	"testing"
	"time"
)

func TestWorkerTableIsBounded(t *testing.T) {
	var table knownTable[workerKey, knownWorker]
	key := func(i int) workerKey { return workerKey{"c", strconv.Itoa(i)} }
	for i := range 5 * maxWorkers {
		w := table.find(key(i), maxWorkers)
		if table.find(key(i), maxWorkers) != w {
			t.Fatal("forgotten at once")
		}
	}
	if n := len(table.newer) + len(table.old); n > 2*maxWorkers {
		t.Errorf("%d entries", n)
	}
}

func TestServerVersions(t *testing.T) {
	for text, typed := range map[string]bool{
		"1.0.0": true, "1.1.16": true, "1.1.17": false, "1.1.18": false, "1.2.0": false, "2.0.0": false, "v1.2.0": false,
		"1.2.0-rc1": false, "1.1.17-rc1": true, "0.0.0": true,
	} {
		v, ok := parseServerVersion(text)
		if !ok || dialectOf(v).typed != typed {
			t.Errorf("%s: typed %v", text, dialectOf(v).typed)
		}
	}
	for _, text := range []string{"", "1", "1.2", "1.2.x", "1.2.3.4", "-1.2.3", "1.2.99999"} {
		if _, ok := parseServerVersion(text); ok {
			t.Errorf("%q is read", text)
		}
	}
}

func TestPauses(t *testing.T) {
	p := RetryPolicy{Attempts: 9, FirstDelay: 100 * time.Millisecond, MaxDelay: time.Second}
	for attempts, most := range map[int]time.Duration{1: 100 * time.Millisecond, 2: 200 * time.Millisecond, 4: 800 * time.Millisecond, 5: time.Second, 60: time.Second} {
		for range 100 {
			if d := p.pause(attempts); d < most/2 || d > most {
				t.Errorf("after %d attempts %v", attempts, d)
			}
		}
	}
	if d := (&RetryPolicy{}).pause(3); d != 0 {
		t.Error(d)
	}
}
