package dev.slipway.webhook;

import dev.slipway.base.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Knows the addresses that do not belong to the public internet, which an attacker would have
 * Slipway call from inside. They follow from IANA's special-purpose registries (RFC 6890), the
 * addresses that clouds use for themselves, and every form of IPv6 that carries an IPv4 address.
 */
final class InternalAddress {

  private static final List<Network> INTERNAL =
      List.of(
          // This host, private use, shared by carriers (Alibaba's metadata too), loopback.
          block("00000000", 8),
          block("0a000000", 8),
          block("64400000", 10),
          block("7f000000", 8),
          // Link-local: the metadata of AWS, Google and Azure.
          block("a9fe0000", 16),
          block("ac100000", 12),
          // Protocol assignments (Oracle's metadata too), documentation, 6to4's relays.
          block("c0000000", 24),
          block("c0000200", 24),
          block("c0586300", 24),
          block("c0a80000", 16),
          // Benchmarks, documentation.
          block("c6120000", 15),
          block("c6336400", 24),
          block("cb007100", 24),
          // Multicast, reserved, broadcast.
          block("e0000000", 4),
          block("f0000000", 4),
          // Azure's platform, which answers inside alone.
          block("a83f8110", 32),
          // Unspecified, loopback, and the forms that carry an IPv4 address without translation.
          block("00000000000000000000000000000000", 64),
          // Translation within a network (RFC 8215), discard, Teredo and its like, documentation.
          block("0064ff9b000100000000000000000000", 48),
          block("01000000000000000000000000000000", 64),
          block("20010000000000000000000000000000", 23),
          block("20010db8000000000000000000000000", 32),
          block("3fff0000000000000000000000000000", 20),
          block("5f000000000000000000000000000000", 16),
          // Unique local (AWS's metadata too), link-local, site-local, multicast.
          block("fc000000000000000000000000000000", 7),
          block("fe800000000000000000000000000000", 10),
          block("fec00000000000000000000000000000", 10),
          block("ff000000000000000000000000000000", 8));

  private static final Network NAT64 = block("0064ff9b000000000000000000000000", 96);
  private static final Network SIX_TO_FOUR = block("20020000000000000000000000000000", 16);

  private InternalAddress() {}

  /** Whether Slipway must not call it. */
  static boolean isInternal(InetAddress address) {
    return isInternal(address.getAddress());
  }

  /**
   * Whether a URL's host is internal as it stands, without a look-up: an address in any notation
   * that is understood, or a name that is never public.
   */
  static boolean isInternal(URI url) {
    String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.equals("localhost")
        || name.endsWith(".localhost")
        || name.endsWith(".internal")
        || name.endsWith(".local")) {
      return true;
    }
    try {
      return isInternal(
          name.startsWith("[")
              ? InetAddress.ofLiteral(name.substring(1, name.length() - 1))
              : Inet4Address.ofPosixLiteral(name));
    } catch (IllegalArgumentException e) {
      return false; // A name: decided when it is looked up.
    }
  }

  private static boolean isInternal(byte[] address) {
    if (INTERNAL.stream().anyMatch(block -> block.holds(address))) {
      return true;
    }
    if (NAT64.holds(address)) {
      return isInternal(Arrays.copyOfRange(address, 12, 16));
    }
    return SIX_TO_FOUR.holds(address) && isInternal(Arrays.copyOfRange(address, 2, 6));
  }

  /** The addresses of a name, all of them public. */
  static InetAddress[] lookUp(String host) throws UnknownHostException {
    InetAddress[] found = InetAddress.getAllByName(host);
    for (InetAddress address : found) {
      if (isInternal(address)) {
        throw new Refused(host);
      }
    }
    return found;
  }

  /**
   * A name leads to an internal address. The address is not told, since somebody might ask just to
   * learn it.
   */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Refused(String host) {
      super(host + " leads to an internal address, where no messages go.");
    }
  }

  private static Network block(String first, int bits) {
    return Network.ofHex(first, bits);
  }
}
