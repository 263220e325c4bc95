package dev.slipway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Lets the first caller in: the token that is configured as {@code slipway.admin-token}, or lies in
 * the file that {@code slipway.access.admin-token-file} names, is made valid before the API
 * listens.
 */
@Component
class AdminToken implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);

  private final Environment environment;
  private final Tokens tokens;
  private boolean running;

  AdminToken(Environment environment, Tokens tokens) {
    this.environment = environment;
    this.tokens = tokens;
  }

  /** {@inheritDoc} Before what listens, whose phases are Spring's last. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public void start() {
    configured().or(this::fromFile).ifPresentOrElse(tokens::ensureAdmin, this::sayThatThereIsNone);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void sayThatThereIsNone() {
    if (!tokens.exist()) {
      LOG.warn(
          "No access token exists, so every call to /v1 and every prediction is answered 401. Set"
              + " SLIPWAY_ADMIN_TOKEN to a long random word (openssl rand -hex 32), or"
              + " SLIPWAY_ACCESS_ADMIN_TOKEN_FILE to a file that holds one, and start again.");
    }
  }

  private Optional<String> configured() {
    return text("slipway.admin-token");
  }

  private Optional<String> fromFile() {
    return text("slipway.access.admin-token-file").map(AdminToken::read);
  }

  private Optional<String> text(String property) {
    return Optional.ofNullable(environment.getProperty(property))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IllegalStateException(
          "The admin token cannot be read from %s, which slipway.access.admin-token-file names."
              .formatted(file),
          e);
    }
  }
}
