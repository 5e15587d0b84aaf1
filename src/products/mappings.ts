import type { Mapping } from '../mapping/index.ts'
import { EPS_CANCELLATION } from './eps/cancellation.ts'
import { EPS_CLAIM } from './eps/claim.ts'
import { EPS_NOTIFICATION } from './eps/notification.ts'
import { EPS_PRESCRIPTION } from './eps/prescription.ts'
import { EPS_NOMINATED_RELEASE, EPS_RELEASE } from './eps/release.ts'
import { EPS_RETURN } from './eps/return.ts'
import { EPS_SEARCH } from './eps/search.ts'
import { EPS_CLINICAL_VIEW } from './eps/view.ts'
import { EPS_WITHDRAWAL } from './eps/withdrawal.ts'
import { NRL_POINTERS } from './nrl/pointers.ts'
import { PDS_RETRIEVAL } from './pds/retrieval.ts'
import { PDS_TRACE } from './pds/trace.ts'
import { PDS_UPDATE } from './pds/update.ts'
import { SCR_ALERT } from './scr/alert.ts'
import { SCR_LIST } from './scr/list.ts'
import { SCR_PERMISSION } from './scr/permission.ts'
import { SCR_SUMMARY } from './scr/summary.ts'
import { SCR_UPLOAD } from './scr/upload.ts'

/** Lists every mapping a route may name in `translate`. */
export const MAPPINGS: readonly Mapping[] = Object.freeze([
  PDS_RETRIEVAL,
  PDS_TRACE,
  PDS_UPDATE,
  EPS_PRESCRIPTION,
  EPS_CANCELLATION,
  EPS_RELEASE,
  EPS_NOMINATED_RELEASE,
  EPS_NOTIFICATION,
  EPS_WITHDRAWAL,
  EPS_RETURN,
  EPS_CLAIM,
  EPS_CLINICAL_VIEW,
  EPS_SEARCH,
  SCR_LIST,
  SCR_SUMMARY,
  SCR_UPLOAD,
  SCR_PERMISSION,
  SCR_ALERT,
  NRL_POINTERS,
])
