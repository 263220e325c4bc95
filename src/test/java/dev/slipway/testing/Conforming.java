package dev.slipway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test during which {@link ConformanceFilter} saw an answer that breaks the contract. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Conforming.Extension.class)
public @interface Conforming {

  /** Does so after each test; a test at the same time may be blamed, and none is overlooked. */
  final class Extension implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
      Assertions.assertThat(ConformanceFilter.drain())
          .as("answers that depart from openapi.yaml")
          .isEmpty();
    }
  }
}
