package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.StartRefused;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ModeTests {

  private static final String DATABASE = "jdbc:postgresql://db/slipway";

  @Test
  void withoutAnyConfigurationItIsLocalMode() {
    assertThat(Mode.decide(null, null, true)).isEqualTo(Mode.LOCAL);
    assertThat(Mode.decide(" ", "", true)).isEqualTo(Mode.LOCAL);
    assertThat(Mode.decide(null, "simulator", true)).isEqualTo(Mode.LOCAL);
  }

  @Test
  void withADatabaseTheCloudIsTheOneThatIsNamed() {
    assertThat(Mode.decide(DATABASE, "aws", true)).isEqualTo(Mode.AWS);
    assertThat(Mode.decide(DATABASE, "simulator", false)).isEqualTo(Mode.REHEARSAL);
  }

  @Test
  void aDatabaseWithoutACloudIsRefusedWithBothValues() {
    assertThatThrownBy(() -> Mode.decide(DATABASE, null, true))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("slipway.cloud", "\"aws\"", "\"simulator\"");
  }

  @Test
  void anUnknownCloudIsRefusedWithBothValues() {
    assertThatThrownBy(() -> Mode.decide(DATABASE, "azure", true))
        .hasMessage("slipway.cloud is \"azure\"; it can be \"aws\" or \"simulator\".");
  }

  @Test
  void realDeploymentsAreNotRecordedInTheEmbeddedPostgres() {
    assertThatThrownBy(() -> Mode.decide(null, "aws", true))
        .hasMessageContaining("needs a PostgreSQL of your own");
  }

  @Test
  void thePackagedJarSaysWhatItNeeds() {
    assertThatThrownBy(() -> Mode.decide(null, null, false))
        .asInstanceOf(InstanceOfAssertFactories.type(StartRefused.class))
        .extracting(StartRefused::remedy)
        .asString()
        .contains("SPRING_DATASOURCE_URL", "SLIPWAY_CLOUD", "mvn spring-boot:run");
  }
}
