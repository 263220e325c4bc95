package dev.slipway.base;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Addresses that begin alike. */
public final class Network {

  private final byte[] first;
  private final int bits;

  private Network(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Those that share so many bits.
   *
   * @param first the lowest of them, in hexadecimal digits
   */
  public static Network ofHex(String first, int bits) {
    return new Network(HexFormat.of().parseHex(first), bits);
  }

  /**
   * A network as people write it ({@code 10.0.0.0/8}); an address is one by itself.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Network of(String text) {
    int slash = text.indexOf('/');
    byte[] first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int all = first.length * Byte.SIZE;
    int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > all) throw new IllegalArgumentException(text + " is no network");
    return new Network(first, bits);
  }

  /**
   * The unit by which clients are counted: an IPv4 address, or the first half of an IPv6 address,
   * since one customer of a provider has at least that. A text that is no address is a unit of its
   * own.
   */
  public static String ofClient(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      if (bytes.length < Long.BYTES) return address;
      Arrays.fill(bytes, Long.BYTES, bytes.length, (byte) 0);
      return new Network(bytes, Long.SIZE).toString();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  /** Whether an address is one of them. */
  public boolean holds(byte[] address) {
    if (address.length != first.length) return false;
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) return false;
    }
    return true;
  }

  /** As people write it, always with its length. */
  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(first).getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // Its length is an address's.
    }
  }
}
