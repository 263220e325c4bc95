package dev.slipway.simulator.cloudwatch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whole numbers from zero on, seven bits a byte, the lowest first: small ones are short. */
final class Varint {

  private Varint() {}

  static void write(long number, DataOutput out) throws IOException {
    long left = number;
    while ((left & ~0x7fL) != 0) {
      out.writeByte((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  static long read(DataInput in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      number |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return number;
      }
    }
    throw new IOException("A number has more than 64 bits.");
  }
}
