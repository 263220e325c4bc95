package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.StartRefused;
import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class GroundworkTests {

  @AutoClose private final GuardedDirectory guarded = GuardedDirectory.create();
  private final Path token = guarded.path().resolve("new/admin-token");
  private final Path keys = guarded.path().resolve("new/secrets-keys");

  @Test
  void everyStartAfterTheFirstTakesTheTokenAndTheKeyThatTheFirstHasMade() throws IOException {
    lay();
    String first = Files.readString(token) + Files.readString(keys);
    assertThat(first).startsWith("slipway_").hasSizeGreaterThan(90);

    var properties = lay().properties();

    assertThat(Files.readString(token) + Files.readString(keys)).isEqualTo(first);
    assertThat(properties)
        .containsEntry("slipway.access.admin-token-file", token.toString())
        .containsEntry("slipway.secrets.keys-file", keys.toString());
  }

  @Test
  void theDemoIsNotDeployedToAws() {
    assertThatThrownBy(() -> lay(forAws().withProperty("slipway.demo", "true")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("slipway.demo");
  }

  private Groundwork.Laid lay() {
    return lay(forAws());
  }

  /** As README.md starts it for AWS. */
  private MockEnvironment forAws() {
    return new MockEnvironment()
        .withProperty("spring.datasource.url", "jdbc:postgresql://db/slipway")
        .withProperty("slipway.cloud", "aws")
        .withProperty("slipway.access.admin-token-file", token.toString())
        .withProperty("slipway.secrets.keys-file", keys.toString());
  }

  private static Groundwork.Laid lay(MockEnvironment environment) {
    var groundwork = new Groundwork();
    try {
      return groundwork.lay(Settings.from(environment));
    } finally {
      groundwork.destroy();
    }
  }
}
