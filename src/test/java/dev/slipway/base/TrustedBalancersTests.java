package dev.slipway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** For whom load balancers ask, and who is one. */
class TrustedBalancersTests {

  private final TrustedBalancers balancers =
      TrustedBalancers.of(List.of("10.0.3.0/25", " 192.0.2.7", "", "2001:db8:1::/48"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.7  | 203.0.113.9                            | 198.51.100.7",
        "10.0.3.128    | 203.0.113.9                            | 10.0.3.128",
        "10.0.3.127    | 203.0.113.9                            | 203.0.113.9",
        "192.0.2.7     | 198.51.100.7, 203.0.113.9              | 203.0.113.9",
        "192.0.2.7     | 198.51.100.7,203.0.113.9 , 10.0.3.1    | 203.0.113.9",
        "192.0.2.7     | 10.0.3.2, 10.0.3.1                     | 10.0.3.2",
        "192.0.2.7     | 203.0.113.9:50001                      | 203.0.113.9",
        "192.0.2.7     | [2001:db8:2::7]:50001                  | 2001:db8:2:0:0:0:0:7",
        "192.0.2.7     | 2001:db8:2::7                          | 2001:db8:2:0:0:0:0:7",
        "2001:db8:1::5 | 203.0.113.9, 2001:db8:1:0:0:0:0:6      | 203.0.113.9",
        "192.0.2.7     | , 203.0.113.9,, 10.0.3.1,              | 203.0.113.9",
        "192.0.2.7     | ::ffff:203.0.113.9                     | 203.0.113.9",
      })
  void theClientIsTheLastOneThatNoBalancerIs(String peer, String forwardedFor, String client) {
    assertThat(balancers.client(peer, () -> List.of(forwardedFor))).contains(client);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "203.0.113.9, unknown", "example.com", ","})
  void whomABalancerDoesNotNameIsNotMadeUp(String forwardedFor) {
    assertThat(balancers.client("192.0.2.7", () -> List.of(forwardedFor))).isEmpty();
    assertThat(balancers.client("192.0.2.7", List::of)).isEmpty();
  }

  @Test
  void severalHeadersAreReadAsOne() {
    assertThat(balancers.client("192.0.2.7", () -> List.of("198.51.100.7", "203.0.113.9")))
        .contains("203.0.113.9");
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    for (String odd : List.of("everybody", "10.0.0.0/64", ".*", "10.0.0.1/", "10.0.0.0/-1")) {
      assertThatThrownBy(() -> TrustedBalancers.of(List.of(odd)))
          .as(odd)
          .hasMessageContaining("slipway.web.trusted-proxies");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slipway.web.trusted-proxies    | slipway.web.ignored            | 192.0.2.7,10.0.3.0/25",
        "slipway.web.trusted-proxies[0] | slipway.web.trusted-proxies[1] | 192.0.2.7"
      })
  void theyAreListedBetweenCommasOrAsTheListOfAFile(String name, String other, String stated) {
    var environment =
        new MockEnvironment().withProperty(name, stated).withProperty(other, "10.0.3.0/25");
    assertThat(TrustedBalancers.of(environment).networks())
        .extracting(Network::toString)
        .containsExactly("192.0.2.7/32", "10.0.3.0/25");
  }

  @Test
  void thereAreNoneWhereTheSettingIsLeftOutOrEmpty() {
    var environment = new MockEnvironment();
    assertThat(TrustedBalancers.of(environment).networks()).isEmpty();
    environment.setProperty(TrustedBalancers.SETTING, "");
    assertThat(TrustedBalancers.of(environment).networks()).isEmpty();
  }
}
