package dev.slipway.access;

import dev.slipway.base.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets the first caller in: the token that is configured as {@code slipway.admin-token}, or lies in
 * the file that {@code slipway.access.admin-token-file} names, is made valid before the API
 * listens. It is the admin's only one, for all processes: a token that leaked ends with the next
 * start. So a process that was given another one by mistake ends everybody's, and that is told.
 */
@Component
class AdminToken implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);

  private static final String VALUE = "slipway.admin-token (SLIPWAY_ADMIN_TOKEN)";
  private static final String FILE =
      "slipway.access.admin-token-file (SLIPWAY_ACCESS_ADMIN_TOKEN_FILE)";

  private final Environment environment;
  private final Tokens tokens;
  private final AccessFacts facts;
  private boolean running;

  /**
   * A token that is configured.
   *
   * @param where the setting that has it, and its file
   */
  private record Configured(String token, String where) {}

  AdminToken(Environment environment, Tokens tokens, AccessFacts facts) {
    this.environment = environment;
    this.tokens = tokens;
    this.facts = facts;
  }

  /** {@inheritDoc} Before what listens, whose phases are Spring's last. */
  @Override
  public int getPhase() {
    return 0;
  }

  /**
   * {@inheritDoc}
   *
   * @throws StartRefused where what is configured is no token
   */
  @Override
  @Transactional
  public void start() {
    configured().or(this::fromFile).ifPresentOrElse(this::ensure, this::sayThatThereIsNone);
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

  private void ensure(Configured configured) {
    try {
      tokens.ensureAdmin(configured.token()).ifPresent(before -> tell(before, configured));
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          "What is in %s cannot be the admin token: %s"
              .formatted(configured.where(), e.getMessage()),
          "Put such a token there, the same for every process.",
          e);
    }
  }

  private void tell(String before, Configured configured) {
    String now = Tokens.beginning(configured.token());
    LOG.warn(
        "The admin token {}… has been replaced, for all processes, by {}… of {}. Whoever has the"
            + " earlier one is answered 401. If that was not meant, give this process the same"
            + " token as the others, and start it and one of them again.",
        before,
        now,
        configured.where());
    facts.tell(
        "token:" + Tokens.ADMIN,
        "admin-token.replaced",
        "slipway",
        "The admin token %s… was replaced by %s… at the start of a process that has it from %s."
            .formatted(before, now, configured.where()),
        Map.of("before", before, "now", now, "from", configured.where()));
  }

  private Optional<Configured> configured() {
    return text("slipway.admin-token").map(token -> new Configured(token, VALUE));
  }

  private Optional<Configured> fromFile() {
    return text("slipway.access.admin-token-file")
        .map(file -> new Configured(read(file), file + ", the file of " + FILE));
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
      throw new StartRefused(
          "The admin token cannot be read from %s, which %s names: %s.".formatted(file, FILE, e),
          "Name a file that can be read, or one that is not there yet where its folder can be"
              + " written: then a token is made.",
          e);
    }
  }
}
