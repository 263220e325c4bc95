package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class UpstreamKeysTests {

  @Test
  void askingOftenAsksTheProviderOnce() {
    AtomicInteger asked = new AtomicInteger();
    UpstreamKeys keys =
        new UpstreamKeys(() -> {
          asked.incrementAndGet();
          return AwsSessionCredentials.create("AKIA", "secret", "token");
        });

    for (int i = 0; i < 1000; i++) {
      assertThat(keys.get()).isEqualTo(new Upstream.Keys("AKIA", "secret", "token"));
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void keysWithoutASessionHaveNoToken() {
    assertThat(new UpstreamKeys(() -> AwsBasicCredentials.create("AKIA", "secret")).get())
        .isEqualTo(new Upstream.Keys("AKIA", "secret", null));
  }

  @Test
  void withoutKeysEveryAskerIsToldAtOnce() {
    AtomicInteger asked = new AtomicInteger();
    UpstreamKeys keys =
        new UpstreamKeys(() -> {
          asked.incrementAndGet();
          throw SdkClientException.create("Unable to load credentials from any provider");
        });

    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(keys::get)
          .isInstanceOfSatisfying(
              CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(CloudFailure.Kind.DENIED));
    }
    assertThat(asked).hasValueLessThan(5);
  }
}
