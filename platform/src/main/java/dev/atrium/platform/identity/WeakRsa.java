package dev.atrium.platform.identity;

import java.math.BigInteger;
import java.util.List;

/** RSA keys that a flawed generator made (ROCA, CVE-2017-15361) can be told by their remainders. */
final class WeakRsa {
  private static final BigInteger GENERATOR = BigInteger.valueOf(65537);
  private static final List<Integer> PRIMES =
      List.of(11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157);

  private WeakRsa() {}

  /** Whether every remainder of the modulus is a power of the generator's. */
  static boolean suspects(BigInteger modulus) {
    return PRIMES.stream().allMatch(prime -> isPower(modulus, prime));
  }

  private static boolean isPower(BigInteger modulus, int prime) {
    int wanted = modulus.mod(BigInteger.valueOf(prime)).intValue();
    int factor = GENERATOR.mod(BigInteger.valueOf(prime)).intValue();
    int power = 1;
    for (int exponent = 0; exponent < prime; exponent++) {
      if (power == wanted) {
        return true;
      }
      power = power * factor % prime;
    }
    return false;
  }
}
