/** The logo of a company, where one is kept. It stands beside the name, so that it says nothing to a reader of screens. */
import type { Platform } from "../../../../shared/contracts/platform.ts";

interface CompanyLogoProps {
  company: { platform: Platform; company_key: string };
  /** Null where no logo is kept. */
  sha256: string | null;
  /** Pixels of the file; it is shown at half of it, sharp on dense screens. */
  size: 48 | 96;
}

export function CompanyLogo({ company: { platform, company_key }, sha256, size }: CompanyLogoProps) {
  if (sha256 === null) return null;
  // The hash in the address makes a browser ask for a logo that changed.
  const query = new URLSearchParams({ size: String(size), v: sha256 });
  return (
    <img
      src={`/api/v1/companies/${platform}/${encodeURIComponent(company_key)}/logo?${query}`}
      alt=""
      width={size / 2}
      height={size / 2}
      loading="lazy"
      decoding="async"
      className="company-logo"
      data-testid="company-logo"
    />
  );
}
