package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.traffic.TrafficRules;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.FixedAnswer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer says of when it is (RFC 9110, 6.6.1). */
class HttpDateTests {

  private static final Duration A_WHILE = Duration.ofMinutes(2);

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @BeforeEach
  void standStill() {
    proxy.standStill();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RunningProxy.NAMED,
        RunningProxy.LOGICAL,
        "/endpoints/none/invocations",
        "/predict/prod/none",
        "/nothing"
      })
  void whetherItIsOneOfAModelOrNot(String path) {
    Instant first = date(proxy.predict(path, "x"));
    assertThat(Duration.between(first, Instant.now())).isBetween(Duration.ZERO, A_WHILE);
    proxy.pass(Duration.ofSeconds(1));
    assertThat(date(proxy.predict(path, "x"))).isEqualTo(first.plusSeconds(1));
    proxy.pass(Duration.ofDays(40));
    assertThat(date(proxy.predict(path, "x")))
        .isEqualTo(first.plusSeconds(1).plus(Duration.ofDays(40)));
  }

  @Test
  void whatStandsInToo() {
    proxy.rules(
        new TrafficRules(
            null, null, new Fallback(null, new FixedAnswer("text/plain", "0")), null, null));
    proxy.upstream.keys(false);
    HttpResponse<String> answer = proxy.predict(RunningProxy.NAMED, "x");
    assertThat(answer.body()).isEqualTo("0");
    assertThat(Duration.between(date(answer), Instant.now())).isBetween(Duration.ZERO, A_WHILE);
  }

  @Test
  void sageMakersOwnStaysAsItIs() {
    String then = "Tue, 15 Nov 1994 08:12:31 GMT";
    proxy.upstream.always((request, body) -> {
      request.response().putHeader("Date", then);
      TestUpstream.echo(request, body);
    });
    assertThat(proxy.predict(RunningProxy.NAMED, "x").headers().allValues("date"))
        .containsExactly(then);
  }

  private static Instant date(HttpResponse<?> answer) {
    List<String> said = answer.headers().allValues("date");
    assertThat(said).hasSize(1).allMatch(text -> text.matches("\\w{3}, \\d\\d .+ GMT"));
    return ZonedDateTime.parse(said.getFirst(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
