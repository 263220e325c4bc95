package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.CloudLocation;
import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Route.Serving;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A name that SageMaker has in two accounts: no caller reaches a model that it did not mean. */
class SharedNameTests {

  private static final String SHARED = "/endpoints/fraud/invocations";

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  SharedNameTests() {
    proxy.alsoRoutes(imported("dev", 1), imported("prod", 2));
  }

  /** {@code fraud} in the account of an environment. */
  private static Route imported(String environment, int... releases) {
    return new Route(
        environment + "-risk",
        environment,
        "risk",
        "fraud",
        List.of("fraud"),
        new CloudLocation(environment, "eu-west-1", null, null),
        IntStream.of(releases).mapToObj(it -> new Serving(it, environment)).toList());
  }

  @Test
  void itMeansTheOneThatItsCallerMayAsk() {
    assertThat(version(asked(SHARED, RunningProxy.INVOKER_OF_DEV))).isEqualTo("dev");
    assertThat(version(asked(SHARED, RunningProxy.INVOKER_OF_PROD))).isEqualTo("prod");
  }

  @Test
  void whoMayAskBothIsToldWhatToAskFor() {
    HttpResponse<String> refused = asked(SHARED, RunningProxy.TOKEN);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("x-amzn-ErrorType")).hasValue("ValidationError");
    assertThat(refused.body()).contains("dev-risk, prod-risk");
    for (String name : List.of("dev-risk", "prod-risk")) {
      assertThat(asked("/endpoints/" + name + "/invocations", RunningProxy.TOKEN).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void whoMayAskNeitherIsNotToldThatTheyAreThere() {
    proxy.alsoRoutes(imported("one", 1), imported("other", 2));
    HttpResponse<String> refused = asked(SHARED, RunningProxy.INVOKER_OF_DEV);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).doesNotContain("risk");
  }

  @Test
  void theCallersOfOneThatIsRetiredDoNotReachTheOther() {
    proxy.alsoRoutes(imported("dev", 1), imported("prod"));
    assertThat(asked(SHARED, RunningProxy.TOKEN).statusCode()).isEqualTo(400);
    assertThat(asked(SHARED, RunningProxy.INVOKER_OF_PROD).body())
        .isEqualTo("{\"Message\":\"Endpoint fraud of account 123456789012 not found.\"}");
    assertThat(version(asked(SHARED, RunningProxy.INVOKER_OF_DEV))).isEqualTo("dev");
  }

  private HttpResponse<String> asked(String path, String token) {
    return proxy.predict(
        path, "x", request -> request.setHeader("Authorization", "Bearer " + token));
  }

  private static String version(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-slipway-model-version").orElse(answer.body());
  }
}
