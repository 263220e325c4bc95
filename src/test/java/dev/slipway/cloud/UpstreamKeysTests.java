package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
  void afterAQuietSpellWhoeverMayWaitGetsNewKeysAndNobodyElseWaits() {
    AtomicLong now = new AtomicLong();
    AtomicReference<String> id = new AtomicReference<>("AKIA1");
    UpstreamKeys keys =
        new UpstreamKeys(() -> AwsBasicCredentials.create(given(id), "secret"), now::get);
    assertThat(keys.renewed().accessKeyId()).isEqualTo("AKIA1");

    id.set("AKIA2");
    assertThat(keys.renewed().accessKeyId()).as("they are new enough").isEqualTo("AKIA1");
    now.addAndGet(Duration.ofHours(2).toNanos());
    assertThat(keys.renewed().accessKeyId()).isEqualTo("AKIA2");

    id.set("AKIA3");
    now.addAndGet(Duration.ofHours(2).toNanos());
    assertThat(keys.get().accessKeyId()).isEqualTo("AKIA2");
    await().untilAsserted(() -> assertThat(keys.get().accessKeyId()).isEqualTo("AKIA3"));

    id.set("");
    now.addAndGet(Duration.ofHours(2).toNanos());
    assertThat(keys.renewed().accessKeyId()).as("there are no others").isEqualTo("AKIA3");
  }

  private static String given(AtomicReference<String> id) {
    if (id.get().isEmpty()) {
      throw SdkClientException.create("Unable to load credentials from any provider");
    }
    return id.get();
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
              CloudFailure.class,
              it -> assertThat(it.kind()).isEqualTo(CloudFailure.Kind.NO_CREDENTIALS));
    }
    assertThat(asked).hasValueLessThan(5);
  }
}
