package gen

import (
	"go/token"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// TestIdentifierWords shows identifiers of all spellings. Those in a line have one Go name.
func TestIdentifierWords(t *testing.T) {
	words := []string{"GraphQL", "FHIR", "MyS", "MySQL"}
	own, ofAgents := initialisms.withInitialisms(words), initialisms.ofIdentifiers().withInitialisms(words)
	for _, test := range []struct{ names, words, want string }{
		{"add-item add_item addItem AddItem ADD_ITEM add.item", "add item", "AddItem"},
		{"product-id product_id productId productID ProductId ProductID PRODUCT_ID", "product id", "ProductID"},
		{"user-ids user_ids userIds userIDs UserIDs", "user ids", "UserIDs"},
		{"http-server http_server httpServer HttpServer HTTPServer HTTP_SERVER HTTP-server", "http server", "HTTPServer"},
		{"xml-http-request xmlHttpRequest XmlHttpRequest XMLHTTPRequest XML_HTTP_REQUEST", "xml http request", "XMLHTTPRequest"},
		{"get-urls-of-api getUrlsOfApi getURLsOfAPI get_urls_of_api", "get urls of api", "GetURLsOfAPI"},
		{"ipv4-address ipv4Address IPv4Address ipv4_address", "ipv4 address", "IPv4Address"},
		{"bind-ipv6 bindIpv6 bindIPv6 BIND_IPV6", "bind ipv6", "BindIPv6"},
		{"oauth-token oauthToken OAuthToken OAUTH_TOKEN", "oauth token", "OAuthToken"},
		{"oauth2-token oauth2Token OAuth2Token", "oauth2 token", "OAuth2Token"},
		{"sha256-sum sha256Sum SHA256Sum SHA256_SUM sha256_sum", "sha256 sum", "SHA256Sum"},
		{"run-graphql runGraphql runGraphQL RUN_GRAPHQL", "run graphql", "RunGraphQL"},
		{"mysql-store mysqlStore MySQLStore", "mysql store", "MySQLStore"},
		{"fhir-store fhirStore FHIRStore FhirStore", "fhir store", "FHIRStore"},
		{"is-a-test isATest is_a_test", "is a test", "IsATest"},
		{"v2-beta v2Beta V2Beta v2_beta", "v2 beta", "V2Beta"},
		{"ab-test ABTest abTest", "ab test", "AbTest"},
		{"größe Größe", "größe", "Größe"},
		{"max-größe maxGröße MaxGröße", "max größe", "MaxGröße"},
		{"élan-vital élanVital ÉlanVital", "élan vital", "ÉlanVital"},
		{"имя-файла имяФайла имя_файла", "имя файла", "ИмяФайла"},
		{"名前", "名前", "X名前"},
		{"get-名前 get_名前", "get 名前", "Get名前"},
		{"cafe\u0301-menu", "cafe menu", "CafeMenu"},
		{"re\u0301sume\u0301-id", "resume id", "ResumeID"},
		{"__init__ init", "init", "Init"},
		{"$ref ref", "ref", "Ref"},
		{"1st-item 1st_item 1stItem", "1st item", "X1stItem"},
		{"_ - __", "unnamed", "Unnamed"},
	} {
		for name := range strings.FieldsSeq(test.names) {
			list := own.identifierWords(name)
			if got := strings.Join(list, " "); got != test.words {
				t.Errorf("%s has the words %q, want %q", name, got, test.words)
			}
			if got := strings.Join(ofAgents.words(name), " "); got != test.words {
				t.Errorf("%s of an agent has the words %q, want %q", name, got, test.words)
			}
			if got := own.exportedWords(list); got != test.want {
				t.Errorf("%s becomes %s, want %s", name, got, test.want)
			}
		}
	}
	if got := own.identifierWords(""); !slices.Equal(got, []string{"unnamed"}) {
		t.Error(got)
	}
}

// TestIdentifierSpellings writes random words in every spelling.
func TestIdentifierSpellings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.StringMatching("[a-z]{2,6}[0-9]?"), rapid.SampledFrom([]string{"id", "ids", "http", "url", "sku", "größe"}))
		list := rapid.SliceOfN(word, 1, 4).Draw(t, "words")
		pascal := ""
		for _, word := range list {
			first := []rune(word)
			pascal += string(unicode.ToUpper(first[0])) + string(first[1:])
		}
		camel := []rune(pascal)
		want := initialisms.exportedWords(list)
		for _, name := range []string{
			strings.Join(list, "-"), strings.Join(list, "_"), pascal, string(unicode.ToLower(camel[0])) + string(camel[1:]),
		} {
			if got := initialisms.exportedWords(initialisms.identifierWords(name)); got != want {
				t.Fatalf("%s becomes %s, want %s", name, got, want)
			}
		}
	})
}

// TestIdentifierWordsMakeGoNames checks that any text makes a Go name, in bounded time.
func TestIdentifierWordsMakeGoNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		got := initialisms.exportedWords(initialisms.identifierWords(name))
		if !token.IsIdentifier(got) || !token.IsExported(got) {
			t.Fatalf("%q becomes %q", name, got)
		}
	})
	for _, unit := range []string{"HTTP", "ID", "Ab", "aB"} {
		initialisms.identifierWords(strings.Repeat(unit, 20000))
	}
}
