package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.TrustedBalancers;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.mock.env.MockEnvironment;

/** Whose word counts when it says where a request comes from. */
class TrustedProxiesTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"10.0.0.0/8           | false", "10.0.0.0/8,127.0.0.1 | true"})
  void whatAProxySaysIsTakenFromThoseThatAreTrustedAlone(String trusted, boolean taken) {
    try (ApiServer api =
        ApiServer.start(
            Map.of(
                "slipway.admin-token", ApiServer.TOKEN, "slipway.web.trusted-proxies", trusted))) {
      Answer opened =
          api.send(
              "POST",
              "/v1/session",
              null,
              "Authorization",
              "Bearer " + ApiServer.TOKEN,
              "X-Forwarded-For",
              "198.51.100.7",
              "X-Forwarded-Proto",
              "https");
      assertThat(opened.status()).isEqualTo(201);
      assertThat(String.valueOf(opened.header("Set-Cookie")).contains("Secure")).isEqualTo(taken);
    }
  }

  @Test
  void thePortThatABalancerAddsIsNoPartOfTheClientsAddress() {
    try (ApiServer api =
        ApiServer.start(
            Map.of(
                "slipway.admin-token",
                ApiServer.TOKEN,
                "slipway.web.trusted-proxies",
                "127.0.0.1,10.0.0.0/8",
                "slipway.access.failures-per-minute",
                "2"))) {
      String last = "";
      for (String hops :
          List.of(
              "198.51.100.7:50001, 10.0.0.1:4000",
              "198.51.100.7:50002, 10.0.0.1:4001",
              "198.51.100.7:50003, 10.0.0.1:4002")) {
        last =
            api.send(
                    "GET",
                    "/v1/me",
                    null,
                    "Authorization",
                    "Bearer nobodys-" + hops.length(),
                    "X-Forwarded-For",
                    hops)
                .at("/detail");
      }
      assertThat(last).contains("have come from 198.51.100.7.");
    }
  }

  @Test
  void whatIsNoNetworkIsRefusedAtTheStart() {
    for (String odd : List.of("everybody", "10.0.0.0/64", ".*", "10.0.0.1/")) {
      var environment = new MockEnvironment().withProperty(TrustedBalancers.SETTING, odd);
      assertThatThrownBy(
              () -> new TrustedProxies(environment).customize(new TomcatServletWebServerFactory()))
          .as(odd)
          .hasMessageContaining("slipway.web.trusted-proxies");
    }
  }
}
