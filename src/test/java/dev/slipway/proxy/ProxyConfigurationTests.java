package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Bearers;
import dev.slipway.access.DeniedAttempts;
import dev.slipway.access.FailedAttempts;
import dev.slipway.access.SigningKeys;
import dev.slipway.access.Tokens;
import dev.slipway.base.Network;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Routes;
import dev.slipway.secret.Seal;
import dev.slipway.traffic.Captures;
import dev.slipway.traffic.MirrorReports;
import dev.slipway.traffic.MirrorWindows;
import dev.slipway.traffic.RulesOfEndpoints;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

class ProxyConfigurationTests {

  private static final Upstream UNUSED =
      new Upstream(URI.create("http://127.0.0.1:1"), "eu-west-1", () -> TestUpstream.KEYS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"api,worker,proxy|true", "proxy|true", "api,worker|false"})
  void onlyAProcessWithTheRoleIsAProxy(String roles, boolean expected) {
    var context = new GenericApplicationContext();
    context.setEnvironment(new MockEnvironment().withProperty("slipway.roles", roles));
    new AnnotatedBeanDefinitionReader(context).register(ProxyConfiguration.class);

    assertThat(Arrays.asList(context.getBeanDefinitionNames()).contains("proxyConfiguration"))
        .isEqualTo(expected);
  }

  @Test
  void itStartsWhileTheDatabaseIsDownAndSaysWhereItListens() throws Exception {
    var context = withoutADatabase(Map.of());
    try (context;
        var client = HttpClient.newHttpClient()) {
      String port = context.getEnvironment().getRequiredProperty("local.proxy.port");
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/predict/prod/fraud-detector"))
                  .header("Authorization", "Bearer " + RunningProxy.TOKEN)
                  .POST(HttpRequest.BodyPublishers.ofString("x"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"code\":\"temporarily-unavailable\"");
    }
  }

  @Test
  void itBelievesTheLoadBalancersThatTheApiBelieves() {
    var setting = Map.of("slipway.web.trusted-proxies", "10.0.3.0/24,10.0.4.7");
    try (var context = withoutADatabase(setting)) {
      assertThat(context.getBean(Shared.class).balancers().networks())
          .extracting(Network::toString)
          .containsExactly("10.0.3.0/24", "10.0.4.7/32");
    }
  }

  private static GenericApplicationContext withoutADatabase(Map<String, String> settings) {
    var context = new GenericApplicationContext();
    var environment =
        new MockEnvironment()
            .withProperty("slipway.proxy.port", "0")
            .withProperty("slipway.proxy.notice", "0s")
            .withProperty("slipway.proxy.address", "127.0.0.1");
    settings.forEach(environment::setProperty);
    context.setEnvironment(environment);
    context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
    context.registerBean(
        JdbcClient.class,
        () -> JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none")));
    context.registerBean(WallClock.class, WallClock::system);
    context.registerBean(Clouds.class, () -> new RunningProxy.OneCloud(UNUSED));
    var reader = new AnnotatedBeanDefinitionReader(context);
    reader.register(
        ProxyConfiguration.class,
        Routes.class,
        RulesOfEndpoints.class,
        MirrorReports.class,
        MirrorWindows.class,
        Captures.class,
        Tokens.class,
        SigningKeys.class,
        DeniedAttempts.class);
    context.registerBean(
        Seal.class, () -> new Seal(List.of("dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE=")));
    context.registerBean(Bearers.class, () -> Bearers.of(context.getBean(Tokens.class)));
    context.registerBean(FailedAttempts.class, () -> new FailedAttempts(30, WallClock.system()));
    context.refresh();
    return context;
  }

  @Test
  void theDefaultsAreThoseOfSageMakersLimits() {
    ProxySettings settings =
        Binder.get(new MockEnvironment()).bindOrCreate("slipway.proxy", ProxySettings.class);

    assertThat(settings.port()).isEqualTo(8081);
    assertThat(settings.maxBody().toBytes()).isEqualTo(26_214_400);
    assertThat(settings.deadline()).hasSeconds(65);
    assertThat(settings.loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.bodyMemoryPerLoop()).isGreaterThanOrEqualTo(26_214_400);
  }
}
