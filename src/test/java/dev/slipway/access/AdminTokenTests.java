package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Fact;
import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import dev.slipway.testing.TestCloudClock;
import dev.slipway.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How the first token comes to be. Alone, since applications that start or stop beside it set the
 * log up anew, and lines are lost meanwhile; some say themselves what must not be said here.
 */
@Isolated
@ExtendWith(OutputCaptureExtension.class)
class AdminTokenTests {

  private static final String TOKEN = "slipway_0123456789abcdef0123456789abcdef";
  private static final String OTHER = "slipway_fedcba9876543210fedcba9876543210";
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final List<Object> facts = new ArrayList<>();

  private final Tokens tokens =
      new Tokens(
          JdbcClient.create(TestPostgres.dataSource(TestPostgres.freshDatabase())),
          WallClock.system());

  @Test
  void theTokenComesFromAnEnvironmentVariable() {
    start("SLIPWAY_ADMIN_TOKEN", TOKEN + "\n");
    assertThat(tokens.find(TOKEN)).isPresent();
  }

  @Test
  void orFromTheFileThatOneNames(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    start("SLIPWAY_ACCESS_ADMIN_TOKEN_FILE", file.toString());
    assertThat(tokens.find(TOKEN)).isPresent();
  }

  @Test
  void aFileThatIsNotThereStopsTheStart() {
    assertThatThrownBy(() -> start("SLIPWAY_ACCESS_ADMIN_TOKEN_FILE", "/no/such/file"))
        .hasMessageContaining("/no/such/file")
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("slipway.access.admin-token-file")
        .hasMessageContaining("SLIPWAY_ACCESS_ADMIN_TOKEN_FILE");
  }

  @Test
  void aTokenThatCouldBeGuessedStopsTheStart() {
    assertThatThrownBy(() -> start("SLIPWAY_ADMIN_TOKEN", "secret"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("slipway.admin-token (SLIPWAY_ADMIN_TOKEN)")
        .hasMessageContaining("openssl rand")
        .hasMessageNotContaining("secret");
  }

  @Test
  void soDoesAFileThatIsEmptyAndItIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "\n");
    assertThatThrownBy(() -> start("SLIPWAY_ACCESS_ADMIN_TOKEN_FILE", file.toString()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("SLIPWAY_ACCESS_ADMIN_TOKEN_FILE");
  }

  @Test
  void aProcessWithAnotherTokenReplacesTheFirstAndSaysSoInTheLogAndOnRecord(
      @TempDir Path directory, CapturedOutput output) throws IOException {
    start("SLIPWAY_ADMIN_TOKEN", TOKEN);
    start("SLIPWAY_ADMIN_TOKEN", TOKEN);
    assertThat(facts).isEmpty();
    assertThat(output).doesNotContain("replaced");

    Path file = Files.writeString(directory.resolve("token"), OTHER);
    start("SLIPWAY_ACCESS_ADMIN_TOKEN_FILE", file.toString());

    assertThat(tokens.find(TOKEN)).isEmpty();
    assertThat(tokens.find(OTHER)).isPresent();
    String told = "The admin token slipway_0123… was replaced by slipway_fedc…";
    assertThat(facts)
        .singleElement()
        .isInstanceOfSatisfying(
            Fact.class,
            fact -> {
              assertThat(fact.type()).isEqualTo("admin-token.replaced");
              assertThat(fact.subject()).isEqualTo("token:admin");
              assertThat(fact.summary()).contains(told, file.toString());
              assertThat(fact.toString()).doesNotContain(TOKEN, OTHER);
            });
    assertThat(output)
        .contains("The admin token slipway_0123… has been replaced, for all processes")
        .contains(file.toString())
        .doesNotContain(TOKEN, OTHER);
  }

  @Test
  void withoutOneTheLogSaysWhatToSet(CapturedOutput output) {
    start("UNRELATED", "x");
    assertThat(output).contains("No access token exists", "SLIPWAY_ADMIN_TOKEN", "openssl rand");
  }

  @Test
  void whereSomebodyCanBeLetInAlreadyNothingIsSaid(CapturedOutput output) {
    tokens.ensureAdmin(TOKEN);
    start("UNRELATED", "x");
    assertThat(output).doesNotContain("No access token exists");
    assertThat(tokens.find(TOKEN)).isPresent();
  }

  private void start(String variable, String value) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(variable, value)));
    ConfigurationPropertySources.attach(environment);
    new AdminToken(environment, tokens, new AccessFacts(facts::add, TestCloudClock.at(NOW)))
        .start();
  }
}
