package dev.slipway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test during which {@link ConformanceFilter} saw an answer that breaks the contract. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Conforming.Extension.class)
public @interface Conforming {

  /** Does so around each test. */
  final class Extension implements BeforeEachCallback, AfterEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
      ConformanceFilter.drain();
    }

    @Override
    public void afterEach(ExtensionContext context) {
      Assertions.assertThat(ConformanceFilter.drain())
          .as("answers that depart from openapi.yaml")
          .isEmpty();
    }
  }
}
