package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Json;
import dev.slipway.environment.Environment;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an endpoint may be given as overrides. */
class OverridesCheckTests {

  private static final String ADOPTED = Json.write(List.of(SomeAlarms.theirs("e")));

  @Test
  void whatFitsTheProfileIsTaken() {
    assertThat(read("{'hosting': {'instance_type': 'ml.m5.large', 'instance_count': 2}}"))
        .isEqualTo(
            Patched.with(
                Settings.NONE,
                "{'hosting': {'instance_type': 'ml.m5.large', 'instance_count': 2}}"));
  }

  @Test
  void whatWouldMakeTheProfileAnInvalidOneIsRefused() {
    assertThatThrownBy(
            () -> read("{'hosting': {'instance_type': 'ml.m5.large', 'instance_count': -1}}"))
        .isInstanceOf(Failure.class)
        .satisfies(failure ->
            assertThat(((Failure) failure).violations().getFirst().pointer())
                .startsWith("/overrides/hosting"));
  }

  @Test
  void tagsAreHeldToTheProfilesRules() {
    assertThat(read("{'tags': {'team': 'a'}}").tags()).containsEntry("team", "a");
    assertThatThrownBy(() -> read("{'tags': {'aws:team': 'a'}}"))
        .isInstanceOf(Failure.class)
        .satisfies(failure ->
            assertThat(((Failure) failure).violations().getFirst().pointer())
                .startsWith("/overrides/tags"));
  }

  @Test
  void adoptedAlarmsMayStayOrGoButNotBeWritten() {
    Settings before = Patched.with(Settings.NONE, alarms(ADOPTED));
    assertThat(read(alarms(ADOPTED), before).alarms()).isEqualTo(before.alarms());
    assertThat(read(alarms("null"), before).alarms()).isNotEqualTo(before.alarms());
    assertThat(read("{}", before)).isEqualTo(Settings.NONE);
    assertThatThrownBy(() -> read(alarms(ADOPTED), Settings.NONE))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("read from AWS by an import and cannot be written");
    assertThatThrownBy(() -> read(alarms("[]"), before)).isInstanceOf(Refused.class);
  }

  private static String alarms(String adopted) {
    return "{'alarms': {'preset': 'ARTICLE', 'latency_threshold_ms': 1000, 'adopted': %s}}"
        .formatted(adopted);
  }

  private static Settings read(String overrides) {
    return read(overrides, Settings.NONE);
  }

  private static Settings read(String overrides, Settings before) {
    return new OverridesCheck(Json.mapper())
        .read(Json.mapper().readTree(overrides.replace('\'', '"')), before, environment());
  }

  private static Environment environment() {
    return new Environment(
        new UUID(0, 6),
        "prod",
        1,
        SomeProfiles.full(),
        SomeEndpoints.CREATED,
        SomeEndpoints.CREATED,
        1);
  }
}
