/**
 * A certificate of `localhost` and 127.0.0.1 that signs itself, for tests of TLS on loopback; valid for a hundred years. Its
 * key protects nothing. Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500
 * -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1`.
 */
export const LOOPBACK_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUCgAwIBAgITXgP9CvHJEeuX90VByc/CXpRo9DAKBggqhkjOPQQDAjAU
MRIwEAYDVQQDDAlsb2NhbGhvc3QwIBcNMjYxMTI5MTgzMjQxWhgPMjEyNjExMDUx
ODMyNDFaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABFNCLY03UVin0l/Z3GdPh5fOs1J12DseVO29ilpmyeTss84lYeY1uP9D
U6zqFn9YLAlc87ESauaXWLxKf9yxH2GjbzBtMB0GA1UdDgQWBBQYuK6vNyOclMCb
bonZ5HOwlsDNATAfBgNVHSMEGDAWgBQYuK6vNyOclMCbbonZ5HOwlsDNATAPBgNV
HRMBAf8EBTADAQH/MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAKBggqhkjO
PQQDAgNIADBFAiEAtef0Cqiq2XLWpixa6FpicaMlA3KrR79OXxwZxB0aJsECIExB
PaepMW6wNQwRxkEErQIh+Vbng6CfvX6jDK1syR0D
-----END CERTIFICATE-----
`;
export const LOOPBACK_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgR22hZXGYF1YebVjI
+nql2WgICYqrHKa2Blkx/k+TssahRANCAARTQi2NN1FYp9Jf2dxnT4eXzrNSddg7
HlTtvYpaZsnk7LPOJWHmNbj/Q1Os6hZ/WCwJXPOxEmrml1i8Sn/csR9h
-----END PRIVATE KEY-----
`;
