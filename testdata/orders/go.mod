module example.com/orders

go 1.25.0

require github.com/golem-gen/golem-gen v0.0.0

replace github.com/golem-gen/golem-gen => ../..
