package dev.slipway.local;

import dev.slipway.base.PrivateFiles;
import dev.slipway.base.ProcessRole;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Prepares the ground as soon as the configuration is read (before any bean, so before the database
 * is touched) and says at the end what was started.
 *
 * <p>It is added by the entry point and not found on the class path, so a test that starts the
 * application starts nothing that it did not name.
 */
public final class StartUp implements ApplicationListener<SpringApplicationEvent>, Ordered {

  private static final Logger LOG = LoggerFactory.getLogger("dev.slipway");

  private final Groundwork groundwork = new Groundwork();
  private @Nullable StartUpBlock block;
  private boolean handedOver;

  @Override
  public void onApplicationEvent(SpringApplicationEvent event) {
    if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
      prepare(prepared.getEnvironment(), prepared.getArgs());
    } else if (event instanceof ApplicationPreparedEvent prepared) {
      // Singletons are destroyed in the opposite order of their registration: this is the first, so
      // web servers, workers and pools are gone when Postgres stops.
      ((DefaultListableBeanFactory) prepared.getApplicationContext().getBeanFactory())
          .registerDisposableBean("groundwork", groundwork);
      handedOver = true;
    } else if (event instanceof ApplicationFailedEvent && !handedOver) {
      // There is no context yet whose end would be the groundwork's too.
      groundwork.destroy();
    } else if (event instanceof ApplicationReadyEvent ready) {
      say(ready.getApplicationContext().getEnvironment());
    }
  }

  private void prepare(ConfigurableEnvironment environment, String[] arguments) {
    // For an end that comes before there is a context to close. Runs after contexts are closed.
    SpringApplication.getShutdownHandlers().add(groundwork::destroy);
    // First: a misspelt folder or cloud must not be found out by what it is taken for.
    new RefuseUnknown().check(environment, arguments);
    Groundwork.Laid laid = groundwork.lay(Settings.from(environment));
    block = laid.block();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("slipway start-up", laid.properties()));
  }

  private void say(Environment environment) {
    if (block == null) return;
    if (block.settings().roles().contains(ProcessRole.API)) {
      block.dataDirectory().ifPresent(directory -> leaveAddress(directory, environment));
    }
    if (LOG.isInfoEnabled()) {
      LOG.info("{}", block.text(environment));
    }
  }

  /** The command line on this machine finds the API by it, whichever port it has. */
  private static void leaveAddress(Path directory, Environment environment) {
    try {
      PrivateFiles.write(directory.resolve("api-address"), StartUpBlock.api(environment));
    } catch (IOException e) {
      LOG.warn("The API's address could not be left in {}", directory, e);
    }
  }

  /** Last: after the configuration is read, and after everybody else's last word in the log. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
