package dev.slipway.testing;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Applications of one process start one after another: each sets the process's logging up anew, and
 * two that do so at once fail.
 */
public final class Starts {

  private Starts() {}

  public static synchronized ConfigurableApplicationContext of(
      Class<?> application, String... arguments) {
    return new SpringApplicationBuilder(application)
        // They end with the tests, or with the JVM, which would wait long for some that are at
        // work.
        .registerShutdownHook(false)
        .run(arguments);
  }
}
