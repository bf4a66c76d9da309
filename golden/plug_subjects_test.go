package golden_test

import (
	"reflect"

	"github.com/golem-gen/golem-gen/golden/echo"
	"github.com/golem-gen/golem-gen/golden/echo/echotest"
	"github.com/golem-gen/golem-gen/golden/ephemeral"
	"github.com/golem-gen/golem-gen/golden/ephemeral/ephemeraltest"
	"github.com/golem-gen/golem-gen/golden/handles"
	"github.com/golem-gen/golem-gen/golden/handles/handlestest"
	"github.com/golem-gen/golem-gen/golden/indexed"
	"github.com/golem-gen/golem-gen/golden/indexed/indexedtest"
	"github.com/golem-gen/golem-gen/golden/ledger"
	"github.com/golem-gen/golem-gen/golden/ledger/ledgertest"
	"github.com/golem-gen/golem-gen/golden/own/containers"
	"github.com/golem-gen/golem-gen/golden/own/containers/containerstest"
	"github.com/golem-gen/golem-gen/golden/own/empty"
	"github.com/golem-gen/golem-gen/golden/own/empty/emptytest"
	"github.com/golem-gen/golem-gen/golden/own/flags"
	"github.com/golem-gen/golem-gen/golden/own/flags/flagstest"
	"github.com/golem-gen/golem-gen/golden/own/flagswide"
	"github.com/golem-gen/golem-gen/golden/own/flagswide/flagswidetest"
	"github.com/golem-gen/golem-gen/golden/own/httphandler"
	"github.com/golem-gen/golem-gen/golden/own/httphandler/httphandlertest"
	"github.com/golem-gen/golem-gen/golden/own/multiexport"
	"github.com/golem-gen/golem-gen/golden/own/multiexport/multiexporttest"
	"github.com/golem-gen/golem-gen/golden/own/nominal"
	"github.com/golem-gen/golem-gen/golden/own/nominal/nominaltest"
	"github.com/golem-gen/golem-gen/golden/own/prims"
	"github.com/golem-gen/golem-gen/golden/own/prims/primstest"
	"github.com/golem-gen/golem-gen/golden/own/resources"
	"github.com/golem-gen/golem-gen/golden/own/resources/resourcestest"
	"github.com/golem-gen/golem-gen/golden/own/unitresult"
	"github.com/golem-gen/golem-gen/golden/own/unitresult/unitresulttest"
	"github.com/golem-gen/golem-gen/golden/own/worldfns"
	"github.com/golem-gen/golem-gen/golden/own/worldfns/worldfnstest"
	"github.com/golem-gen/golem-gen/golden/rare"
	"github.com/golem-gen/golem-gen/golden/rare/raretest"
	"github.com/golem-gen/golem-gen/golden/shop"
	"github.com/golem-gen/golem-gen/golden/shop/shoptest"
	"github.com/golem-gen/golem-gen/metadata"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

// subject is a golden package with its test package. It lists what reflection cannot find: the
// cases of variants, the err types of functions, and the fakes of resources.
type subject struct {
	name      string
	exports   reflect.Value // Exports, with fakes for the interfaces
	serve     func(*golemtest.Server) *golemtest.Component
	worker    func(conn *runtime.Client, name string) reflect.Value // *Worker
	variants  map[reflect.Type][]reflect.Type
	errors    map[string]reflect.Type // by function: ResultError of any type but unit and string
	resources []reflect.Type

	explicitOnly []string // resources whose constructor's arguments servers cannot read in a function's name
}

// newSubject returns the subject of a generated package and its test package. A worker that the
// test package makes of fakes has the types of both.
func newSubject[E interface{ Worker(name string) *W }, W any](name string,
	serve func(*golemtest.Server, func(string) E) *golemtest.Component,
	newWorker func(*runtime.Client, string, ...runtime.WorkerOption) *W,
	options ...func(*subject),
) subject {
	var exports E
	s := subject{
		name: name, exports: reflect.ValueOf(&exports).Elem(),
		serve: func(server *golemtest.Server) *golemtest.Component {
			return serve(server, func(string) E { return exports })
		},
		worker:   func(conn *runtime.Client, name string) reflect.Value { return reflect.ValueOf(newWorker(conn, name)) },
		variants: map[reflect.Type][]reflect.Type{}, errors: map[string]reflect.Type{},
	}
	faked := reflect.ValueOf(exports.Worker("fake")).Elem()
	for i := range s.exports.NumField() {
		s.exports.Field(i).Set(faked.FieldByName(s.exports.Type().Field(i).Name))
	}
	for _, option := range options {
		option(&s)
	}
	return s
}

// variant adds the cases of V, in declared order.
func variant[V any](cases ...V) func(*subject) {
	return func(s *subject) {
		var list []reflect.Type
		for _, c := range cases {
			list = append(list, reflect.TypeOf(c))
		}
		s.variants[reflect.TypeFor[V]()] = list
	}
}

// failure adds the err type of a function.
func failure[E any](functions ...string) func(*subject) {
	return func(s *subject) {
		for _, f := range functions {
			s.errors[f] = reflect.TypeFor[runtime.ResultError[E]]()
		}
	}
}

// fakes adds the fakes of resources.
func fakes(list ...any) func(*subject) {
	return func(s *subject) {
		for _, f := range list {
			s.resources = append(s.resources, reflect.TypeOf(f))
		}
	}
}

// explicitOnly adds resources that clients cannot address by their arguments.
func explicitOnly(names ...string) func(*subject) {
	return func(s *subject) { s.explicitOnly = names }
}

// errorOf returns the error type for the err of a function.
func (s *subject) errorOf(f *metadata.Function, result *metadata.Type) reflect.Type {
	switch t, listed := s.errors[f.LocalName]; {
	case listed:
		return t
	case result.Err == nil:
		return reflect.TypeFor[runtime.ResultError[struct{}]]()
	case result.Err.Kind == metadata.KindStr:
		return reflect.TypeFor[runtime.ResultError[string]]()
	}
	panic("the test does not list the err type of " + f.Name)
}

func subjects() []subject {
	return []subject{
		newSubject("shop", shoptest.Serve, shop.NewWorker, fakes(new(shoptest.Ledger)),
			variant[shop.Delivery](shop.DeliveryPickup{}, shop.DeliveryCourier{}, shop.DeliveryDigital{}),
			variant[shop.Payment](shop.PaymentCard{}, shop.PaymentInvoice{}, shop.PaymentVoucher{}),
			variant[shop.CheckoutError](shop.CheckoutErrorEmptyCart{}, shop.CheckoutErrorPaymentDeclined{}, shop.CheckoutErrorOutOfStock{}),
			failure[shop.CheckoutError]("checkout"), failure[shop.StockError]("receive", "reserve")),
		newSubject("echo", echotest.Serve, echo.NewWorker,
			variant[echo.EchoShapeValue](echo.EchoShapeValueCircle{}, echo.EchoShapeValueRectangle{}, echo.EchoShapeValuePolygon{},
				echo.EchoShapeValueLabelled{}, echo.EchoShapeValueUnknown{}),
			variant[echo.EchoTreeValue](echo.EchoTreeValueLeaf{}, echo.EchoTreeValueBranch{})),
		newSubject("ledger", ledgertest.Serve, ledger.NewWorker, fakes(new(ledgertest.Ledger)),
			variant[ledger.EchoShapeValue](ledger.EchoShapeValueCircle{}, ledger.EchoShapeValueRectangle{}, ledger.EchoShapeValuePolygon{},
				ledger.EchoShapeValueLabelled{}, ledger.EchoShapeValueUnknown{}),
			variant[ledger.EchoTreeValue](ledger.EchoTreeValueLeaf{}, ledger.EchoTreeValueBranch{})),
		newSubject("handles", handlestest.Serve, handles.NewWorker, fakes(new(handlestest.Door)),
			variant[handles.Exit](handles.ExitByDoor{}, handles.ExitByRoom{}, handles.ExitWindow{}, handles.ExitNone{}),
			failure[handles.Exit]("attempt")),
		indexedSubject(),
		newSubject("containers", containerstest.Serve, containers.NewWorker, failure[runtime.Option[string]]("res-nested")),
		newSubject("empty", emptytest.Serve, empty.NewWorker),
		newSubject("flags", flagstest.Serve, flags.NewWorker),
		newSubject("flagswide", flagswidetest.Serve, flagswide.NewWorker),
		newSubject("httphandler", httphandlertest.Serve, httphandler.NewWorker,
			variant[httphandler.HTTPMethod](
				httphandler.HTTPMethodGet{}, httphandler.HTTPMethodHead{},
				httphandler.HTTPMethodPost{}, httphandler.HTTPMethodPut{},
				httphandler.HTTPMethodDelete{}, httphandler.HTTPMethodConnect{},
				httphandler.HTTPMethodOptions{}, httphandler.HTTPMethodTrace{},
				httphandler.HTTPMethodPatch{}, httphandler.HTTPMethodCustom{},
			),
			variant[httphandler.HTTPScheme](
				httphandler.HTTPSchemeHTTP{}, httphandler.HTTPSchemeHTTPS{}, httphandler.HTTPSchemeCustom{})),
		newSubject("rare", raretest.Serve, rare.NewWorker, fakes(new(raretest.Token))),
		newSubject("ephemeral", ephemeraltest.Serve, ephemeral.NewWorker),
		newSubject("multiexport", multiexporttest.Serve, multiexport.NewWorker),
		nominalSubject(),
		newSubject("prims", primstest.Serve, prims.NewWorker),
		newSubject("resources", resourcestest.Serve, resources.NewWorker, explicitOnly("CtorMany"),
			variant[resources.OrderError](resources.OrderErrorEmpty{}, resources.OrderErrorNotFound{}),
			failure[resources.OrderError]("checkout"),
			fakes(new(resourcestest.Cart), new(resourcestest.Cart2), new(resourcestest.NoCtor), new(resourcestest.CtorMany), new(resourcestest.CtorNone))),
		newSubject("unitresult", unitresulttest.Serve, unitresult.NewWorker),
		newSubject("worldfns", worldfnstest.Serve, worldfns.NewWorker),
	}
}

func indexedSubject() subject {
	return newSubject("indexed", indexedtest.Serve, indexed.NewWorker, explicitOnly("Bychar"),
		variant[indexed.ByvariantV](indexed.ByvariantVCircle{}, indexed.ByvariantVSquare{}, indexed.ByvariantVNamed{}),
		fakes(new(indexedtest.Bystring), new(indexedtest.Byu64), new(indexedtest.Bys32), new(indexedtest.Byu8), new(indexedtest.Byf64), new(indexedtest.Byf32), new(indexedtest.Bybool), new(indexedtest.Bychar), new(indexedtest.Byenum), new(indexedtest.Byflags), new(indexedtest.Byrecord), new(indexedtest.Byvariant), new(indexedtest.Byoption), new(indexedtest.Byresult), new(indexedtest.Bylist), new(indexedtest.Byliststring), new(indexedtest.Bytuple), new(indexedtest.Bynone), new(indexedtest.Bythree)))
}

func nominalSubject() subject {
	return newSubject("nominal", nominaltest.Serve, nominal.NewWorker,
		variant[nominal.Shape](
			nominal.ShapeCircle{}, nominal.ShapeRect{}, nominal.ShapePolygon{},
			nominal.ShapeNamed{}, nominal.ShapeNothing{}, nominal.ShapeMaybe{},
			nominal.ShapeRes{}, nominal.ShapeEn{}, nominal.ShapeFl{},
		),
		variant[nominal.AllPayloads](
			nominal.AllPayloadsNonePayload{}, nominal.AllPayloadsPBool{}, nominal.AllPayloadsPU8{},
			nominal.AllPayloadsPU16{}, nominal.AllPayloadsPU32{}, nominal.AllPayloadsPU64{},
			nominal.AllPayloadsPS8{}, nominal.AllPayloadsPS16{}, nominal.AllPayloadsPS32{},
			nominal.AllPayloadsPS64{}, nominal.AllPayloadsPF32{}, nominal.AllPayloadsPF64{},
			nominal.AllPayloadsPChar{}, nominal.AllPayloadsPString{}, nominal.AllPayloadsPList{},
			nominal.AllPayloadsPOption{}, nominal.AllPayloadsPResult{}, nominal.AllPayloadsPTuple{},
			nominal.AllPayloadsPRecord{}, nominal.AllPayloadsPVariant{}, nominal.AllPayloadsPEnum{},
			nominal.AllPayloadsPFlags{},
		),
		variant[nominal.OptVariant](nominal.OptVariantSome{}, nominal.OptVariantNone{}),
		variant[nominal.ResVariant](nominal.ResVariantOK{}, nominal.ResVariantErr{}),
		failure[nominal.Point]("err-point"), failure[nominal.Shape]("err-shape"),
		failure[nominal.Color]("err-color"), failure[nominal.Perms]("err-perms"))
}
