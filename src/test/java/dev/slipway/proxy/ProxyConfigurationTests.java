package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class ProxyConfigurationTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''|true", "api,worker,proxy|true", "proxy|true", "api,worker|false"})
  void onlyAProcessWithTheRoleIsAProxy(String roles, boolean expected) {
    var context = new GenericApplicationContext();
    context.setEnvironment(new MockEnvironment().withProperty("slipway.roles", roles));
    new AnnotatedBeanDefinitionReader(context).register(ProxyConfiguration.class);

    assertThat(Arrays.asList(context.getBeanDefinitionNames()).contains("proxyConfiguration"))
        .isEqualTo(expected);
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
