package dev.slipway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackPortsTests {

  @Test
  void aFreePortIsNoneThatTheSystemGivesByItselfAndIsNotToldTwice() throws IOException {
    Set<Integer> told = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      assertThat(told.add(LoopbackPorts.free())).isTrue();
    }
    assertThat(told).allMatch(port -> port >= 15_000 && port < 32_000);
  }

  @Test
  void aTakenPortIsPassedOver() throws IOException {
    int free = LoopbackPorts.free();
    try (var other = new ServerSocket(LoopbackPorts.free(), 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();
      assertThat(LoopbackPorts.firstFree(IntStream.of(taken, free))).isEqualTo(free);
      assertThatThrownBy(() -> LoopbackPorts.firstFree(IntStream.of(taken)))
          .isInstanceOf(IOException.class);
    }
  }
}
