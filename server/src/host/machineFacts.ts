/** The machine that a measurement is made on. */
import { statfs } from "node:fs/promises";
import { arch, cpus, loadavg, release, totalmem } from "node:os";

export interface MachineFacts {
  /** `linux 6.1.0 x64` */
  readonly system: string;
  readonly cores: number;
  readonly memoryMb: number;
}

export function machineFacts(): MachineFacts {
  return {
    system: `${process.platform} ${release()} ${arch()}`,
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 1024 / 1024),
  };
}

/** A minute's average of the programs that wanted to run; null where the system does not say. */
export function load(): number | null {
  return process.platform === "win32" ? null : (loadavg()[0] ?? null);
}

/** Magic numbers of statfs(2) on Linux. */
const FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0xef53, "ext4"],
  [0x01021994, "tmpfs"],
  [0x9123683e, "btrfs"],
  [0x58465342, "xfs"],
  [0x794c7630, "overlayfs"],
  [0x2fc12fc1, "zfs"],
  [0x6969, "nfs"],
]);

/** Of the file system that a directory lies on; null where it is not known. */
export async function fileSystemOf(directory: string): Promise<string | null> {
  if (process.platform !== "linux") return null;
  try {
    const { type } = await statfs(directory);
    return FILE_SYSTEMS.get(type) ?? null;
  } catch {
    return null;
  }
}
