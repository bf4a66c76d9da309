module example.com/transfers

go 1.25.0

require github.com/golem-gen/golem-gen v0.0.0

replace github.com/golem-gen/golem-gen => ../..
