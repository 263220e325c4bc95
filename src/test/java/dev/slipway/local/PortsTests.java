package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTests {

  @Test
  void aTakenPortGivesWayToTheNextFreeOneAndIsRemembered() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ports = new Ports(Set.of());
      int given = ports.claim("API", other.getLocalPort());
      assertThat(given).isGreaterThan(other.getLocalPort());
      assertThat(ports.moved())
          .containsExactly(new Ports.Moved("API", other.getLocalPort(), given));
    }
  }

  @Test
  void twoServersOfOneProcessDoNotGetTheSamePort() throws IOException {
    int wanted;
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      wanted = probe.getLocalPort();
    }
    var ports = new Ports(Set.of());
    assertThat(ports.claim("API", wanted)).isNotEqualTo(ports.claim("proxy", wanted));
  }

  @Test
  void aServerIsNotMovedToWhereAnotherWantsToBe() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();
      var ports = new Ports(Set.of(taken, taken + 1));
      assertThat(ports.claim("API", taken)).isGreaterThan(taken + 1);
    }
  }

  @Test
  void portZeroIsLeftToTheSystem() {
    var ports = new Ports(Set.of());
    assertThat(ports.claim("API", 0)).isZero();
    assertThat(ports.moved()).isEmpty();
  }
}
