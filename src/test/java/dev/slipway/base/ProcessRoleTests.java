package dev.slipway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class ProcessRoleTests {

  @Test
  void aProcessThatIsToldNothingDoesEverything() {
    assertThat(ProcessRole.of(new MockEnvironment())).containsExactly(ProcessRole.values());
  }

  @Test
  void itDoesWhatIsListedHoweverTheListIsWritten() {
    var commas = new MockEnvironment().withProperty("slipway.roles", "proxy, api");
    var yaml =
        new MockEnvironment()
            .withProperty("slipway.roles[0]", "proxy")
            .withProperty("slipway.roles[1]", "api");

    assertThat(ProcessRole.of(commas)).containsExactly(ProcessRole.API, ProcessRole.PROXY);
    assertThat(ProcessRole.of(yaml)).isEqualTo(ProcessRole.of(commas));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "workers", "api,workers", "API"})
  void whatIsNoRoleIsRefusedWithTheWordsThatAre(String stated) {
    var environment = new MockEnvironment().withProperty("slipway.roles", stated);

    assertThatThrownBy(() -> ProcessRole.of(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "slipway.roles lists what a process does, one or more of api, worker, proxy, but is \""
                + stated
                + "\".");
  }
}
