package dev.slipway.base;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Which ports of loopback somebody could listen on. */
public final class LoopbackPorts {

  /** Below those that systems give by themselves: Linux from 32768, others from 49152. */
  private static final int FIRST = 15_000;

  private static final int COUNT = 17_000;

  /** Another process begins elsewhere, and none comes back to a port before it had all others. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private LoopbackPorts() {}

  /**
   * Finds a free port for a server that starts later, in another process. It is outside the range
   * from which the system hands out ports, and is not handed out twice until all others were.
   *
   * @throws IOException if none is free
   */
  public static int free() throws IOException {
    return firstFree(
        IntStream.generate(() -> FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT))
            .limit(COUNT));
  }

  static int firstFree(IntStream ports) throws IOException {
    return ports
        .filter(LoopbackPorts::isFree)
        .findFirst()
        .orElseThrow(() -> new IOException("no port of loopback is free"));
  }

  /** Whether anybody could listen there now. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
