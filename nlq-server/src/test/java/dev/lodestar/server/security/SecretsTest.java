package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of passwords and tokens, and what it costs to guess. */
final class SecretsTest {
  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

  /** The example of RFC 7677. */
  @Test
  void scramAnswersAsItsStandardSays() throws Exception {
    ScramExchange exchange =
        new ScramExchange(ScramVerifier.of("pencil", SALT, 4096), "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    assertThat(exchange.first("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    assertThat(
            exchange.last(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))
        .contains("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @ParameterizedTest(name = "{0}, then {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          p=tls-unique,,n=user,r=abc | any                 | Channel binding was not offered
          n,,n=user                  | any                 | This is no first message of SCRAM
          n,,m=x,n=user,r=abc        | any                 | This is no first message of SCRAM
          hello                      | any                 | This is no first message of SCRAM
          n,,n=user,r=abc            | c=biws,r=abcN       | This is no last message of SCRAM
          n,,n=user,r=abc            | c=biws,r=abc,p=AA== | The nonce is another one
          n,,n=user,r=abc            | c=eSws,r=abcN,p=AA==| The channel is bound in another way than it was begun
          n,,n=user,r=abc            | c=biws,r=abcN,p=!   | The proof is not Base64
          n,,n=user,r=abc            | c=biws,zzz,p=AA==   | A part of a message of SCRAM has no name
          """)
  void scramRefusesWhatIsNoScram(String first, String last, String message) {
    ScramExchange exchange = new ScramExchange(ScramVerifier.of("pencil", SALT, 4096), "N");
    assertThatThrownBy(
            () -> {
              exchange.first(first);
              exchange.last(last);
            })
        .isInstanceOf(ScramExchange.Violation.class)
        .hasMessage(message);
  }

  @Test
  void aProofOfAnotherLengthOrPasswordIsNone() throws Exception {
    for (String proof : new String[] {"AA==", Base64.getEncoder().encodeToString(new byte[32])}) {
      ScramExchange exchange = new ScramExchange(ScramVerifier.of("pencil", SALT, 4096), "N");
      exchange.first("n,,n=user,r=abc");
      assertThat(exchange.last("c=biws,r=abcN,p=" + proof)).isEmpty();
    }
  }

  @Test
  void aVerifierIsReadAsItIsWritten() {
    ScramVerifier made = ScramVerifier.of("correct horse");
    ScramVerifier read = ScramVerifier.parse(made.toString()).orElseThrow();
    assertThat(read).hasToString(made.toString());
    assertThat(read.accepts("correct horse")).isTrue();
    assertThat(read.accepts("correct house")).isFalse();
    assertThat(ScramVerifier.of("correct horse")).doesNotHaveToString(made.toString());
    assertThat(ScramVerifier.parse("md5a6343a68d964ca596d9752250d54bb8a")).isEmpty();
    assertThat(ScramVerifier.parse("SCRAM-SHA-256$4096:AA==$AA==:AA==")).isEmpty();
  }

  @Test
  void tokensAreLongAndOnlyTheirFingerprintIsKept() {
    String token = TokenHash.newToken();
    assertThat(token).hasSize("lodestar-".length() + 43).isNotEqualTo(TokenHash.newToken());
    assertThat(TokenHash.of("abc"))
        .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void whoGuessesWaitsLongerAndLonger() {
    AtomicLong seconds = new AtomicLong();
    Throttle throttle = new Throttle(3, () -> seconds.get() * 1_000_000_000L);
    for (int i = 0; i < 3; i++) {
      assertThat(throttle.wait("eve")).isEmpty();
      throttle.failed("eve");
    }
    assertThat(throttle.wait("eve")).hasValueSatisfying(t -> assertThat(t).hasSeconds(1));
    assertThat(throttle.wait("ann")).isEmpty();
    seconds.addAndGet(1);
    assertThat(throttle.wait("eve")).isEmpty();
    throttle.failed("eve");
    assertThat(throttle.wait("eve")).hasValueSatisfying(t -> assertThat(t).hasSeconds(2));
    for (int i = 0; i < 30; i++) {
      throttle.failed("eve");
    }
    assertThat(throttle.wait("eve")).hasValueSatisfying(t -> assertThat(t).hasMinutes(5));
    seconds.addAndGet(300);
    throttle.succeeded("eve");
    assertThat(throttle.wait("eve")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          select * from a where b = 'x' and c > 10.5e3 | select * from a where b = ? and c > ?
          select 'it''s', a1, "b'c" from t2 -- hidden   | select ??, a1, "b'c" from t2
          select 1/* 'a' */+x1 from "t"                 | select ? +x1 from "t"
          select 'open                                  | select ?
          select * from t where d = DATE '2024-01-01'   | select * from t where d = DATE ?
          """)
  void literalsAreMasked(String sql, String masked) {
    assertThat(MaskedLiterals.of(sql).strip()).isEqualTo(masked);
  }
}
